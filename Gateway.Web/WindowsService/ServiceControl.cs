namespace Gateway.Web.WindowsService;

/// <summary>SERVICE_CONTROL_*, those that are answered.</summary>
internal enum ServiceControl
{
    Stop = 1,
    Interrogate = 4,
    Shutdown = 5,
}
