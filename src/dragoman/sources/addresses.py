"""Which machines a page may be fetched from: public ones only, looked up once and connected to as they were looked up.

A name is resolved, every address it has is checked, and the connection goes to a checked address. A name that changes its
address between the check and the connection (DNS rebinding) so gains nothing; certificates are still checked against the name.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any

import httpcore

from dragoman.errors import SourceError

Resolver = Callable[[str, int], Iterable[str]]
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
SITE_LOCAL = IPv6Network("fec0::/10")  # RFC 3879: given up, never global
SAVE = "open it in a browser, save the story as text or HTML, and pass that file"


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them. Raises OSError where it knows none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address is on the open internet. One that carries an IPv4 address (mapped, NAT64, 6to4, Teredo) is where that one is."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv4Address):
        return found.is_global and not found.is_multicast and not found.is_reserved
    if found.ipv4_mapped is not None:
        return is_public(str(found.ipv4_mapped))
    if found in NAT64:
        return is_public(str(IPv4Address(int(found) & 0xFFFFFFFF)))
    carried = (found.sixtofour, *(found.teredo or ()))
    return (
        found.is_global and not found.is_multicast and not found.is_reserved and found not in SITE_LOCAL
        and all(is_public(str(one)) for one in carried if one is not None)
    )  # fmt: skip


class Deadline:
    """The moment at which everything about one page must be done."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds
        self.seconds = seconds

    def left(self) -> float:
        """The seconds that are left. Raises httpcore.ReadTimeout when there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout(f"not done in {self.seconds:g} seconds")
        return left

    def extend(self, seconds: float) -> None:
        """Time that was waited out of politeness does not count."""
        self._end += seconds

    def renew(self) -> None:
        """Something came: no more time is given for that."""


class RollingDeadline(Deadline):
    """The moment at which the next part of a long answer must have come, and one at which all of it must."""

    def __init__(self, seconds: float, longest_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(seconds, clock)
        self._last = clock() + longest_s

    def renew(self) -> None:
        """Something came: the next part is waited for anew."""
        self._end = min(self._clock() + self.seconds, self._last)


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses, and lets no single wait go beyond the deadline."""

    def __init__(self, deadline: Deadline, *, allow_private: bool = False, resolver: Resolver = resolve) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._resolver = resolver
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first checked address of the host that answers."""
        failure: Exception = httpcore.ConnectError("no address")
        for address in self.checked(host, port):
            try:
                return _TimedStream(self._plain.connect_tcp(address, port, self._deadline.left()), self._deadline)
            except httpcore.ConnectError as error:
                failure = error
        raise failure

    def checked(self, host: str, port: int) -> list[str]:
        """The addresses of a host. Raises SourceError where there is none, or where one of them is not public."""
        addresses = self._looked_up(host, port)
        private = [one for one in addresses if not self._allow_private and not is_public(one)]
        if private:
            known_as = host if host == private[0] else f"{host} is {private[0]}, which"
            raise SourceError(
                f"{known_as} is not a public address",
                hint="dragoman fetches from the open internet only; save the page and pass the file",
            )
        return addresses

    def _looked_up(self, host: str, port: int) -> list[str]:
        """What the resolver says, asked in a thread of its own: the system's cannot be given a time limit."""
        answer: list[list[str] | Exception] = []

        def ask() -> None:
            try:
                answer.append(list(self._resolver(host, port)))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(self._deadline.left())
        if not answer:
            raise httpcore.ConnectTimeout(f"{host} was not found in {self._deadline.seconds:g} seconds")
        if isinstance(answer[0], Exception) or not answer[0]:
            raise SourceError(
                f"there is no host {host}", hint="check the spelling of the address and the network connection"
            )
        return answer[0]


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline, so that a server that sends a byte now and then gains no time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
