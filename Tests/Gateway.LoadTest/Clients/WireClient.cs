using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.LoadTest.Clients;

/// <summary>
/// A subscriber: a WebSocket over a bare socket with as little work per byte as possible, the same for every server. When one
/// machine runs both sides, the cost of the reader would otherwise add to the delay of the server.
/// </summary>
internal sealed class WireClient : IAsyncDisposable
{
    private const int BinaryFrame = 2;
    private const int CloseFrame = 8;
    private const int PingFrame = 9;
    private const int PongFrame = 10;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly byte[] _received = GC.AllocateUninitializedArray<byte>(64 * 1024);
    private readonly IWireDecoder _decoder;
    private byte[] _pending = new byte[4 * 1024];
    private int _pendingEnd;
    private int _start;
    private int _end;
    private Task _reading = Task.CompletedTask;
    private volatile bool _leaving;

    private WireClient(IWireDecoder decoder, Tally tally)
    {
        _decoder = decoder;
        Tally = tally;
    }

    public Tally Tally { get; }

    /// <param name="url">Address of the WebSocket.</param>
    /// <param name="token">Bearer token; null for none.</param>
    /// <param name="decoder">Decodes the received bytes.</param>
    /// <param name="tally">Counts what arrives.</param>
    public static async Task<WireClient> ConnectAsync(Uri url, string? token, IWireDecoder decoder, Tally tally)
    {
        var client = new WireClient(decoder, tally);
        await client._socket.ConnectAsync(url.Host, url.Port);
        var request = new StringBuilder($"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
            .Append($"Sec-WebSocket-Key: {Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}\r\n");
        if (token is not null)
        {
            request.Append($"Authorization: Bearer {token}\r\n");
        }

        await client._socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(request.Append("\r\n").ToString()));
        await client.AwaitUpgradeAsync();
        client._reading = client.ReadAsync();
        return client;
    }

    /// <summary>Sends one WebSocket message.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> payload, bool binary = true) => await SendFrameAsync(payload, binary ? BinaryFrame : 1);

    public async ValueTask DisposeAsync()
    {
        _leaving = true;
        _socket.Close();
        await _reading;
        _sending.Dispose();
    }

    private async Task AwaitUpgradeAsync()
    {
        while (true)
        {
            var end = _received.AsSpan(0, _end).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = System.Text.Encoding.ASCII.GetString(_received, 0, end);
                _start = end + 4;
                if (!head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"The server refused the WebSocket: {head.Split('\r')[0]}");
                }

                return;
            }

            var read = await _socket.ReceiveAsync(_received.AsMemory(_end));
            _end += read > 0 ? read : throw new InvalidOperationException("The server closed the connection.");
        }
    }

    private async Task SendFrameAsync(ReadOnlyMemory<byte> payload, int opcode)
    {
        // Frames of a client are masked; a mask of zeros leaves the payload unchanged.
        var head = payload.Length < 126 ? 6 : 8;
        var frame = new byte[head + payload.Length];
        frame[0] = (byte)(0x80 | opcode);
        frame[1] = (byte)(0x80 | (payload.Length < 126 ? payload.Length : 126));
        if (payload.Length >= 126)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)payload.Length));
        }

        payload.CopyTo(frame.AsMemory(head));
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(frame);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                while (TryReadHeader(out var opcode, out var final, out var length))
                {
                    if (opcode == CloseFrame)
                    {
                        Tally.Fail("The server closed the WebSocket.");
                        return;
                    }

                    await TakePayloadAsync(opcode, final, length);
                }

                await FillAsync();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            if (!_leaving)
            {
                Tally.Fail($"The connection broke: {error.Message}");
            }
        }
        catch (Exception error)
        {
            Tally.Fail($"The received bytes could not be decoded: {error.Message}");
        }
    }

    private bool TryReadHeader(out int opcode, out bool final, out long length)
    {
        var bytes = _received.AsSpan(_start.._end);
        (opcode, final, length) = (0, false, 0);
        if (bytes.Length < 2)
        {
            return false;
        }

        opcode = bytes[0] & 0x0f;
        final = (bytes[0] & 0x80) != 0;
        length = bytes[1] & 0x7f;
        var size = length switch { 126 => 4, 127 => 10, _ => 2 };
        if (bytes.Length < size)
        {
            return false;
        }

        length = length switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            127 => BinaryPrimitives.ReadInt64BigEndian(bytes[2..]),
            _ => length,
        };
        _start += size;
        return true;
    }

    private async ValueTask TakePayloadAsync(int opcode, bool final, long length)
    {
        while (length > 0)
        {
            if (_start == _end)
            {
                await FillAsync();
            }

            var part = (int)Math.Min(length, _end - _start);
            if (opcode < CloseFrame)
            {
                Decode(_received.AsSpan(_start, part));
            }

            _start += part;
            length -= part;
        }

        if (opcode == PingFrame)
        {
            await SendFrameAsync(ReadOnlyMemory<byte>.Empty, PongFrame);
        }
        else if (final && _decoder.NeedsBoundaries)
        {
            Decode([JsonText.RecordSeparator]);
        }
    }

    private void Decode(ReadOnlySpan<byte> payload)
    {
        Tally.Received(payload.Length);
        if (_pendingEnd == 0)
        {
            payload = payload[_decoder.Take(payload, Tally)..];
            Keep(payload);
            return;
        }

        Keep(payload);
        var taken = _decoder.Take(_pending.AsSpan(0, _pendingEnd), Tally);
        _pending.AsSpan(taken.._pendingEnd).CopyTo(_pending);
        _pendingEnd -= taken;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_pendingEnd + rest.Length > _pending.Length)
        {
            Array.Resize(ref _pending, Math.Max(_pending.Length * 2, _pendingEnd + rest.Length));
        }

        rest.CopyTo(_pending.AsSpan(_pendingEnd));
        _pendingEnd += rest.Length;
    }

    private async ValueTask FillAsync()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
        else if (_start > 0 && _end == _received.Length)
        {
            _received.AsSpan(_start.._end).CopyTo(_received);
            (_start, _end) = (0, _end - _start);
        }

        var read = await _socket.ReceiveAsync(_received.AsMemory(_end));
        _end += read > 0 ? read : throw new EndOfStreamException("The server closed the connection.");
    }
}
