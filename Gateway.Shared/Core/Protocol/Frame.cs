namespace Gateway.Protocol;

/// <summary>One frame as read. The body is the reader's to keep: nobody writes to it again.</summary>
public readonly record struct Frame(FrameType Type, ReadOnlyMemory<byte> Body);
