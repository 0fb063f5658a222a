namespace Gateway.Web.WindowsService;

/// <summary>
/// What is told to the service control manager, in the only order it may be told: start pending, running, stop pending, stopped.
/// What comes too late or twice is not told. Any thread.
/// </summary>
/// <param name="send">Hands a status over; one at a time.</param>
internal sealed class ServiceReport(Action<ServiceStatus> send)
{
    private const int OwnProcess = 0x10;
    private const int AcceptStopAndShutdown = 0x1 | 0x4;
    private const int ServiceSpecificError = 1066;

    /// <summary>How long starting or stopping may take until it counts as hung, milliseconds: above what the gateway allows its workers.</summary>
    private const int PendingWaitHint = 60_000;

    private readonly Lock _lock = new();
    private ServiceStatus _last;

    public void Starting() => Tell(ServiceState.StartPending, 0);

    public void Running() => Tell(ServiceState.Running, 0);

    public void Stopping() => Tell(ServiceState.StopPending, 0);

    /// <param name="exitCode">0, or what the event of the service control manager shows as service-specific error.</param>
    public void Stopped(int exitCode) => Tell(ServiceState.Stopped, exitCode);

    /// <summary>Says the last again, as the manager asks for now and then.</summary>
    public void Repeat()
    {
        lock (_lock)
        {
            send(_last);
        }
    }

    private void Tell(ServiceState state, int exitCode)
    {
        lock (_lock)
        {
            if (Rank(state) <= Rank(_last.State))
            {
                return;
            }

            var pending = state is ServiceState.StartPending or ServiceState.StopPending;
            _last = new ServiceStatus
            {
                Type = OwnProcess,
                State = state,
                AcceptedControls = state == ServiceState.Running ? AcceptStopAndShutdown : 0,
                ExitCode = exitCode == 0 ? 0 : ServiceSpecificError,
                SpecificExitCode = exitCode,
                CheckPoint = pending ? 1 : 0,
                WaitHint = pending ? PendingWaitHint : 0,
            };
            send(_last);
        }
    }

    private static int Rank(ServiceState state) => state switch
    {
        ServiceState.StartPending => 1,
        ServiceState.Running => 2,
        ServiceState.StopPending => 3,
        ServiceState.Stopped => 4,
        _ => 0,
    };
}
