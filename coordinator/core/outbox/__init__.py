"""Mail that waits to be sent: rows written in the transaction of the use case behind it."""
