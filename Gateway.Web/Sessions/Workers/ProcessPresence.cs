namespace Gateway.Web.Sessions.Workers;

/// <summary>The result of looking for one certain process.</summary>
internal enum ProcessPresence
{
    /// <summary>The process is running.</summary>
    Running,

    /// <summary>The process has ended, even if another process has its id now.</summary>
    Gone,

    /// <summary>Unknown: the system shows neither that the process has ended nor that it is running.</summary>
    Unknown,
}
