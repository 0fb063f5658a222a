namespace Gateway.Protocol;

/// <summary>The frames of the worker pipe. See PROTOCOL.md; the numbers are the wire.</summary>
public enum FrameType : byte
{
    Hello = 1,
    Challenge = 2,
    Proof = 3,
    Adopt = 4,
    Ready = 5,
    State = 6,
    Command = 7,
    Reply = 8,
    Cancel = 9,
    Events = 10,
    Heartbeat = 11,
    Acknowledge = 12,
    Shutdown = 13,
    Fault = 14,
    Latest = 15,
}
