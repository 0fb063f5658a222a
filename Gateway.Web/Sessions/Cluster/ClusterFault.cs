namespace Gateway.Web.Sessions.Cluster;

/// <summary>Faults of the connection to NATS, for operators.</summary>
internal static class ClusterFault
{
    /// <summary>The cause, such as a refused user, is in the innermost exception; none of them names a password.</summary>
    public static string ReasonOf(Exception error) => error.InnerException is { } inner ? $"{error.Message.TrimEnd('.')}: {ReasonOf(inner)}" : error.Message;
}
