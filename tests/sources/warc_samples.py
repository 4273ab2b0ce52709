"""Records of web archives, made for the tests."""

import gzip

PAGE = "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{story}</p></article></body></html>"
STORY = (
    "The two ministers met in Vienna on Tuesday and agreed to send observers to the border within ten days of the meeting, "
    "the foreign ministry said in a statement that was published after the talks. Both sides called the talks useful, and the "
    "two ministers will meet again in the spring, said the spokesman of the ministry, who asked reporters for patience."
)


def page(title: str) -> bytes:
    return PAGE.format(title=title, story=f"{title}. {STORY}").encode()


def record(url: str, body: bytes, *, kind: str = "response", of: str = "application/http; msgtype=response") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-09-19T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\nContent-Type: {of}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def answer(
    url: str, body: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = ""
) -> bytes:
    return record(url, f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body)


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def archive(*records: bytes) -> bytes:
    """Each record packed on its own, as the standard wants it."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)
