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

    /// <summary>
    /// The architecture that the worker must have. MXAccess is 32-bit and needs X86. It is checked in the program's file at start, and
    /// in what each worker reports.
    /// </summary>
    public WorkerArchitecture RequiredArchitecture { get; set; } = WorkerArchitecture.Any;

    /// <summary>The backend of sessions whose client does not ask for one.</summary>
    public string DefaultBackend { get; set; } = "simulator";

    /// <summary>The available backends, with their settings.</summary>
    public Dictionary<string, Dictionary<string, string>> Backends { get; set; } =
        new(StringComparer.OrdinalIgnoreCase) { ["simulator"] = [] };

    /// <summary>Longest time from the start of a worker until it is ready, in seconds.</summary>
    public int StartTimeoutSeconds { get; set; } = 30;

    /// <summary>How long a worker may take to end normally before it is killed, in seconds.</summary>
    public int ShutdownTimeoutSeconds { get; set; } = 10;

    /// <summary>Largest number of workers that start at the same time.</summary>
    public int MaxConcurrentStarts { get; set; } = 4;

    /// <summary>Shortest time between two starts, in milliseconds.</summary>
    public int StartStaggerMs { get; set; } = 50;

    /// <summary>
    /// Number of workers of the default backend that are started in advance, so that a session need not wait for the start of a process.
    /// Each takes the memory of a worker, and is replaced within seconds when a session has taken it. 0 means none.
    /// </summary>
    public int SpareWorkers { get; set; }

    /// <summary>How often the gateway sends a heartbeat, which the worker answers, in milliseconds.</summary>
    public int HeartbeatIntervalMs { get; set; } = 2_000;

    /// <summary>A worker that is silent for this long is treated as lost, in milliseconds.</summary>
    public int HeartbeatGraceMs { get; set; } = 15_000;

    /// <summary>
    /// If true, workers outlive the gateway, and its next start adopts them with all events they collected meanwhile. If false, they
    /// end with the gateway, however it ends.
    /// </summary>
    public bool EnableAdoption { get; set; } = true;

    /// <summary>How long a worker continues without a gateway before it ends itself, in seconds.</summary>
    public int MaxOrphanLifetimeSeconds { get; set; } = 600;

    /// <summary>How long a worker of an earlier gateway may take to connect before it is ended, in seconds.</summary>
    public int AdoptTimeoutSeconds { get; set; } = 30;

    /// <summary>How long a worker whose connection broke may take to connect again before its session is faulted, in seconds.</summary>
    public int ReconnectTimeoutSeconds { get; set; } = 15;

    /// <summary>Largest number of events in a worker's ring.</summary>
    public int RingEvents { get; set; } = 500_000;

    /// <summary>Largest number of bytes of events in a worker's ring.</summary>
    public int RingBytes { get; set; } = 32 * 1024 * 1024;
}
