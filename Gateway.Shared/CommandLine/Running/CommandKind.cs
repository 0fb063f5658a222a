namespace Gateway.CommandLine.Running;

/// <summary>How a command ends.</summary>
internal enum CommandKind
{
    /// <summary>By itself, within the time limit. Ctrl+C interrupts it.</summary>
    OneShot,

    /// <summary>By itself; it keeps its own time. Ctrl+C interrupts it.</summary>
    Timed,

    /// <summary>It goes on until Ctrl+C, which is its usual end.</summary>
    Tail,
}
