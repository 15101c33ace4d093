"""A server that does nothing but answer with as many bytes as a view has: `python -m benchmarks.api.ceiling PORT SIZE`.

What the load reaches against it is the load's own ceiling.
"""

import asyncio
import sys
from typing import Any

import uvloop


class Answering(asyncio.Protocol):
    """Each request arrives whole, as ours are small; each gets the same answer."""

    answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:  # noqa: ARG002
        """Answer."""
        self._transport.write(self.answer)


async def serve(port: int, size: int) -> None:
    """Answer until terminated."""
    Answering.answer = f"HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n".encode() + b"x" * size
    server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), int(sys.argv[2])))
