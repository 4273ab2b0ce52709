"""Which obligation a reported act would breach, and which names stand on sanctions lists."""
