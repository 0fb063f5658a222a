namespace Gateway.Protocol;

/// <summary>The peer on the pipe broke the protocol; the connection is closed. The message never repeats what was received.</summary>
public sealed class ProtocolException : Exception
{
    public ProtocolException(string message)
        : base(message)
    {
    }

    public ProtocolException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>The stream ended inside a frame; the bytes before the end were valid.</summary>
    public bool IsCut { get; private init; }

    internal static ProtocolException Cut(string message) => new(message) { IsCut = true };
}
