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
}
