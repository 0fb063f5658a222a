namespace Gateway.Web.WindowsService;

/// <summary>SERVICE_STOPPED and so on.</summary>
internal enum ServiceState
{
    Stopped = 1,
    StartPending = 2,
    StopPending = 3,
    Running = 4,
}
