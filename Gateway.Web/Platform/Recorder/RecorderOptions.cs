namespace Gateway.Web.Platform.Recorder;

/// <summary>Bounds of the flight recorder. Section <c>Gateway:Recorder</c>.</summary>
internal sealed class RecorderOptions
{
    public const string Section = "Gateway:Recorder";

    /// <summary>Memory of all rings and dumps together, in megabytes; 0 records nothing.</summary>
    public int MaxMegabytes { get; set; } = 16;

    /// <summary>Largest number of entries that one connection, reader, session or worker has.</summary>
    public int Entries { get; set; } = 128;

    /// <summary>How long the ring of something that has ended is kept, in minutes. It goes earlier when its memory is needed.</summary>
    public int EndedMinutes { get; set; } = 60;

    /// <summary>Largest number of dumps that are kept for each cause.</summary>
    public int DumpsPerCause { get; set; } = 16;

    /// <summary>Largest number of dumps that are made for one cause in a minute; one session causes at most one of them.</summary>
    public int DumpsPerMinute { get; set; } = 6;

    /// <summary>How long a dump is kept, in hours.</summary>
    public int DumpHours { get; set; } = 72;
}
