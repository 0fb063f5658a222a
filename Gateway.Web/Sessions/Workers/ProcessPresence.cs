namespace Gateway.Web.Sessions.Workers;

/// <summary>What a look for one certain process found.</summary>
internal enum ProcessPresence
{
    /// <summary>Exactly this process runs.</summary>
    Running,

    /// <summary>It has ended, whoever has its id now.</summary>
    Gone,

    /// <summary>The system did not say: no sign of an end, and none that the process is the one.</summary>
    Unknown,
}
