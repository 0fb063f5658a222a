namespace Gateway.Worker.Executors;

/// <summary>Whether and how an <see cref="ExecutorThread"/> is to end.</summary>
internal enum ThreadEnd
{
    None,

    /// <summary>After the queued commands, with teardown.</summary>
    Orderly,

    /// <summary>Without teardown; queued commands fail.</summary>
    AtOnce,
}
