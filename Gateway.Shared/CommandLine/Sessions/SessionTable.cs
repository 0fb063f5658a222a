using System.Globalization;
using Gateway.CommandLine.Output;
using Gateway.Contracts;

namespace Gateway.CommandLine.Sessions;

/// <summary>Sessions as a table.</summary>
internal static class SessionTable
{
    public static TextTable Of(IEnumerable<SessionInfo> sessions) => TextTable.Of(
        sessions, ["session", "name", "tag", "backend", "state", "owner", "items", "readers", "latest", "opened"],
        info =>
        [
            info.SessionId, info.Name, info.SessionTag, info.Backend, info.Fault is null ? $"{info.State}" : $"{info.State}: {info.Fault.Message}", info.Owner,
            Number(info.Items), Number(info.Subscriptions.Count), Number(info.LatestSequence), info.CreatedAt.ToString("u", CultureInfo.InvariantCulture),
        ]);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
