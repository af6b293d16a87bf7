"""A TCP proxy that a network may be as bad as it likes behind."""

import asyncio
import socket
import struct
import threading

# What becomes of a connection, from the moment on that it is struck:
#   pass      all is handed on
#   late      each byte comes 0.2 s after it was sent
#   trickle   ten bytes a second, both ways
#   cut       the answer ends after `after` bytes, as if it were whole
#   reset     the same, with an RST
#   mute      requests are taken and never answered
#   headless  the answer has its head and never a body
#   refuse    a connection is closed as soon as it is there
#   garbage   the answer is not HTTP
MODES = ("pass", "late", "trickle", "cut", "reset", "mute", "headless",
         "refuse", "garbage")
GARBAGE = bytes(range(256)) * 4


class Proxy:
    """In front of "host:port", on a thread of its own."""

    def __init__(self, target):
        self._target = target.rsplit(":", 1)
        self._mode, self._after = "pass", 0
        self.requests = 0
        self._loop = asyncio.new_event_loop()
        self._tasks = set()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server = self._do(self._listen())
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    def _do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def strike(self, mode, after=0):
        assert mode in MODES
        self._mode, self._after, self.requests = mode, after, 0

    def stop(self):
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self):
        return await asyncio.start_server(self._accept, "127.0.0.1", 0)

    async def _close(self):
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader, writer):
        self._tasks.add(task := asyncio.current_task())
        api = None
        try:
            if self._mode == "refuse":
                return
            api_reader, api = await asyncio.open_connection(*self._target)
            await self._first_of(self._requests(reader, api),
                                 self._answers(api_reader, writer))
        except (OSError, asyncio.CancelledError):
            pass  # whoever went first, or this proxy
        finally:
            for end in (writer, api):
                if end:
                    end.transport.abort()
            self._tasks.discard(task)

    @staticmethod
    async def _first_of(*coroutines):
        tasks = [asyncio.ensure_future(c) for c in coroutines]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _requests(self, reader, api):
        while data := await reader.read(1 << 16):
            self.requests += 1  # a request is one piece: it is small
            if self._mode == "refuse":
                return
            if self._mode != "mute":
                await self._hand_on(data, api)

    async def _answers(self, reader, writer):
        while data := await reader.read(1 << 16):
            if self._mode in ("cut", "reset"):
                await self._end_after(data[:self._after], writer)
                return
            if self._mode == "headless":
                data = data[:data.find(b"\r\n\r\n") + 4]
            elif self._mode == "garbage":
                data = GARBAGE
            await self._hand_on(data, writer)

    async def _hand_on(self, data, writer):
        if self._mode == "late":
            await asyncio.sleep(0.2)  # the delay is the subject
        while self._mode == "trickle" and data:
            writer.write(data[:1])
            await writer.drain()
            data = data[1:]
            await asyncio.sleep(0.1)  # ten bytes a second are the subject
        writer.write(data)
        await writer.drain()

    async def _end_after(self, data, writer):
        writer.write(data)
        await writer.drain()
        if self._mode == "reset":
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, linger)
        else:
            writer.write_eof()
            # Until the client has gone, or the FIN would become an RST.
            await asyncio.Future()
