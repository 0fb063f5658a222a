namespace Gateway.Protocol;

/// <summary>One frame as read. The reader may keep the body; its memory is not reused.</summary>
public readonly record struct Frame(FrameType Type, ReadOnlyMemory<byte> Body);
