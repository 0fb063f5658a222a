using NATS.Client.Core;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>How the gateway connects to NATS.</summary>
internal static class NatsSettings
{
    /// <summary>How soon a server that no longer answers is noticed; the connection is given up when the third of these gets no answer.</summary>
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(5);

    /// <param name="options">The servers and the credentials.</param>
    /// <param name="name">Name of the connection in the server's lists.</param>
    public static NatsOpts Of(ClusterOptions options, string name) => NatsOpts.Default with
    {
        Url = options.Url,
        Name = name,
        // The gateway connects anew by itself, so that every connection is checked and prepared in the same way.
        MaxReconnectRetry = 0,
        ConnectTimeout = options.Answer,
        RequestTimeout = options.Answer,
        PingInterval = Ping,
        InboxPrefix = InboxOf(options),
        AuthOpts = NatsAuthOpts.Default with
        {
            Username = NullIfEmpty(options.User),
            Password = NullIfEmpty(options.Password),
            CredsFile = NullIfEmpty(options.CredentialsFile),
        },
        TlsOpts = NatsTlsOpts.Default with
        {
            CaFile = NullIfEmpty(options.CaFile),
            CertFile = NullIfEmpty(options.CertificateFile),
            KeyFile = NullIfEmpty(options.KeyFile),
        },
    };

    /// <summary>
    /// Where answers arrive. It has the name of the node, so that NATS can allow each node to read its own answers only.
    /// </summary>
    private static string InboxOf(ClusterOptions options) =>
        $"_INBOX.{new string([.. options.NodeName.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '_')])}";

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
