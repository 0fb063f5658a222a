using System.Text.Json;
using Gateway.Contracts;

namespace ConformanceSubject;

/// <summary>What the conformance kit asks a client to do.</summary>
/// <param name="Urls">The gateway's addresses.</param>
/// <param name="Token">The first token.</param>
/// <param name="TokenUrl">Gives another token.</param>
/// <param name="Session">The session to read.</param>
/// <param name="Log">The file to append to.</param>
internal sealed record ConformanceTask(IReadOnlyList<Uri> Urls, string Token, Uri TokenUrl, string Session, string Log)
{
    public JsonElement Request { get; init; }

    /// <summary>What to read, as the library takes it.</summary>
    public StreamRequest ToStreamRequest() => new()
    {
        ResumeAfter = Request.TryGetProperty("resumeAfter", out var after) ? after.GetInt64() : null,
        Epoch = Request.TryGetProperty("epoch", out var epoch) ? epoch.GetString() : null,
        Snapshot = NamedOf<SnapshotPolicy>("snapshot"),
        Mode = NamedOf<StreamMode>("mode"),
    };

    private T NamedOf<T>(string name)
        where T : struct, Enum => Request.TryGetProperty(name, out var text) ? Enum.Parse<T>(text.GetString()!, ignoreCase: true) : default;
}
