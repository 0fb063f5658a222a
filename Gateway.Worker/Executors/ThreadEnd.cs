namespace Gateway.Worker.Executors;

/// <summary>Whether and how an <see cref="ExecutorThread"/> is to end.</summary>
internal enum ThreadEnd
{
    None,

    /// <summary>The thread ends after the queued commands, with teardown.</summary>
    Orderly,

    /// <summary>The thread ends without teardown, and queued commands fail.</summary>
    AtOnce,
}
