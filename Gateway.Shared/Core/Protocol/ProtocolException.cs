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

    /// <summary>What came was right as far as it came: the stream ended inside a frame.</summary>
    public bool IsCut { get; private init; }

    internal static ProtocolException Cut(string message) => new(message) { IsCut = true };
}
