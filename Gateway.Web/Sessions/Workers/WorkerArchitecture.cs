namespace Gateway.Web.Sessions.Workers;

/// <summary>The architecture that the worker program must have.</summary>
internal enum WorkerArchitecture
{
    Any,

    /// <summary>32-bit: MXAccess.</summary>
    X86,

    X64,
}
