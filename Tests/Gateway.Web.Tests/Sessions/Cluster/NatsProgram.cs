namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>The path of Debian's package nats-server.</summary>
internal static class NatsProgram
{
    public const string Path = "/usr/sbin/nats-server";

    public static string? MissingReason { get; } =
        File.Exists(Path) ? null : "nats-server is not installed; install Debian's package nats-server to run this test.";
}
