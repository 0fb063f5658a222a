namespace Gateway.Web.Sessions.Workers;

/// <summary>How worker processes are started and watched. Section <c>Gateway:Workers</c>.</summary>
internal sealed class WorkerOptions
{
    public const string Section = "Gateway:Workers";

    /// <summary>The worker program: an executable, or a .dll to be run by the dotnet host. Empty: <c>worker/Gateway.Worker</c> beside the gateway.</summary>
    public string ExecutablePath { get; set; } = "";

    /// <summary>
    /// The dotnet host that runs a worker .dll. Empty: the 32-bit one of <c>Program Files (x86)</c> when <see cref="RequiredArchitecture"/> is
    /// X86 on Windows, otherwise the gateway's own.
    /// </summary>
    public string DotnetHostPath { get; set; } = "";

    /// <summary>What the worker must run as. MXAccess is 32-bit: X86. Checked in the program's file at start and in what each worker says of itself.</summary>
    public WorkerArchitecture RequiredArchitecture { get; set; } = WorkerArchitecture.Any;

    /// <summary>Executor for sessions that do not name one.</summary>
    public string DefaultBackend { get; set; } = "simulator";

    /// <summary>The executors that may be asked for, with their settings.</summary>
    public Dictionary<string, Dictionary<string, string>> Backends { get; set; } =
        new(StringComparer.OrdinalIgnoreCase) { ["simulator"] = [] };

    /// <summary>How long a worker may take from its start until it is ready, seconds.</summary>
    public int StartTimeoutSeconds { get; set; } = 30;

    /// <summary>How long a worker may take to end in order before it is killed, seconds.</summary>
    public int ShutdownTimeoutSeconds { get; set; } = 10;

    /// <summary>Workers that may be starting at the same time.</summary>
    public int MaxConcurrentStarts { get; set; } = 4;

    /// <summary>Least time between two starts, milliseconds.</summary>
    public int StartStaggerMs { get; set; } = 50;

    /// <summary>Gateway and worker each send something at least this often, milliseconds.</summary>
    public int HeartbeatIntervalMs { get; set; } = 2_000;

    /// <summary>A worker silent for this long is lost, milliseconds.</summary>
    public int HeartbeatGraceMs { get; set; } = 15_000;

    /// <summary>
    /// Workers outlive the gateway, and the next start takes them over with everything they collected meanwhile. Off: they end
    /// with the gateway, however it ends.
    /// </summary>
    public bool EnableAdoption { get; set; } = true;

    /// <summary>How long a worker goes on without a gateway before it ends itself, seconds.</summary>
    public int MaxOrphanLifetimeSeconds { get; set; } = 600;

    /// <summary>How long a worker of an earlier gateway may take to call before it is ended, seconds.</summary>
    public int AdoptTimeoutSeconds { get; set; } = 30;

    /// <summary>How long a worker whose connection broke may take to call again before its session is faulted, seconds.</summary>
    public int ReconnectTimeoutSeconds { get; set; } = 15;

    /// <summary>Most events a worker's ring keeps.</summary>
    public int RingEvents { get; set; } = 500_000;

    /// <summary>Most bytes of events a worker's ring keeps.</summary>
    public int RingBytes { get; set; } = 32 * 1024 * 1024;
}
