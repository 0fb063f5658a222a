using System.Globalization;
using System.Text;
using NATS.Client.JetStream.Models;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>A message of a session's subject, as any reader of the stream gets it.</summary>
internal sealed record LoggedMessage(ulong Revision, IReadOnlyDictionary<string, string> Head, byte[] Body)
{
    public string Kind => Head["Gateway-Kind"];

    public string Epoch => Head["Gateway-Epoch"];

    public long Last => Number("Gateway-Last");

    public long First => Number("Gateway-First");

    public static LoggedMessage Of(StoredMessage stored) => new(
        stored.Seq,
        Encoding.UTF8.GetString(Convert.FromBase64String(stored.Hdrs!)).Split("\r\n").Skip(1).Where(line => line.Length > 0)
            .Select(line => line.Split(": ")).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal),
        stored.Data.ToArray());

    private long Number(string name) => long.Parse(Head[name], CultureInfo.InvariantCulture);
}
