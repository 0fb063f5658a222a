namespace Gateway.Testing;

/// <summary>One end of a connection that consists of a stream to read from and a stream to write to.</summary>
/// <param name="input">The stream to read from.</param>
/// <param name="output">The stream to write to.</param>
/// <param name="abort">Called when this stream is closed. It must end a pending write, as a real pipe does.</param>
public sealed class DuplexStream(Stream input, Stream output, Action? abort = null) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => input.ReadAsync(buffer, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => output.WriteAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            abort?.Invoke();
            input.Dispose();
            output.Dispose();
        }

        base.Dispose(disposing);
    }
}
