using Gateway.Client;

namespace Gateway.CommandLine.Items;

/// <summary>What was lost or made anew, as a line.</summary>
/// <param name="Kind"><c>gap</c> or <c>session</c>.</param>
/// <param name="Text">For people.</param>
internal sealed record WatchNotice(string Kind, string Text)
{
    public static WatchNotice Of(LiveNotice notice) => notice switch
    {
        LiveGapNotice gap => new("gap", $"{(gap.Missed is { } count ? $"{count} events were" : "Events were")} lost ({gap.Reason}); the values are confirmed again."),
        LiveSessionNotice { After: { } after } session => new("session", $"The session before was lost ({after}); reading {session.SessionId}, which was {(session.Opened ? "opened anew" : "found")}."),
        LiveSessionNotice session => new("session", $"Reading session {session.SessionId}."),
        _ => new("notice", notice.ToString()),
    };
}
