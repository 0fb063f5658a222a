namespace Gateway.Web.Sessions.Workers;

/// <summary>What the worker program has to be.</summary>
internal enum WorkerArchitecture
{
    Any,

    /// <summary>32-bit: MXAccess.</summary>
    X86,

    X64,
}
