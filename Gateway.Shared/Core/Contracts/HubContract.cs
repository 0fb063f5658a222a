namespace Gateway.Contracts;

/// <summary>Names of the hub: its path and its methods.</summary>
public static class HubContract
{
    public const string Path = "/hubs/gateway";

    /// <summary>The WebSocket sub-protocol that the hub selects when a client offers any, for example a client that sends its token as one.</summary>
    public const string SubProtocol = "mxgateway";

    public const string OpenSession = nameof(OpenSession);
    public const string CloseSession = nameof(CloseSession);
    public const string KillSession = nameof(KillSession);
    public const string ListSessions = nameof(ListSessions);
    public const string GetSession = nameof(GetSession);
    public const string FindItems = nameof(FindItems);
    public const string GetLimits = nameof(GetLimits);
    public const string Invoke = nameof(Invoke);
    public const string StreamSession = nameof(StreamSession);
    public const string StreamSessions = nameof(StreamSessions);
    public const string UpdateStream = nameof(UpdateStream);
    public const string SetSessionTag = nameof(SetSessionTag);
    public const string RenewToken = nameof(RenewToken);
    public const string StreamFeed = nameof(StreamFeed);
    public const string CommitFeedCursor = nameof(CommitFeedCursor);
    public const string GetFeedCursor = nameof(GetFeedCursor);
    public const string DeleteFeedCursor = nameof(DeleteFeedCursor);
    public const string StreamAlarms = nameof(StreamAlarms);
    public const string AcknowledgeAlarm = nameof(AcknowledgeAlarm);
    public const string AcknowledgeAlarms = nameof(AcknowledgeAlarms);
    public const string ShelveAlarm = nameof(ShelveAlarm);
    public const string StreamOverview = nameof(StreamOverview);
}
