using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Worker.Executors;

/// <summary>Reads the fields a method needs; a missing or oversized one is refused, naming the field as clients spell it.</summary>
internal static class CommandFields
{
    public static int NeedServerHandle(this MxCommand command) => Need(command, command.ServerHandle, nameof(command.ServerHandle));

    public static int NeedItemHandle(this MxCommand command) => Need(command, command.ItemHandle, nameof(command.ItemHandle));

    public static int NeedUserId(this MxCommand command) => Need(command, command.UserId, nameof(command.UserId));

    public static int NeedVerifierUserId(this MxCommand command) => Need(command, command.VerifierUserId, nameof(command.VerifierUserId));

    public static int NeedUpdateInterval(this MxCommand command) => Need(command, command.UpdateInterval, nameof(command.UpdateInterval));

    public static MxValue NeedValue(this MxCommand command) => Need(command, command.Value, nameof(command.Value));

    public static MxValue NeedTimestamp(this MxCommand command) => Need(command, command.Timestamp, nameof(command.Timestamp));

    public static string NeedClientName(this MxCommand command) =>
        NeedText(command, command.ClientName, nameof(command.ClientName), CommandLimits.Name);

    public static string NeedItemDefinition(this MxCommand command) =>
        NeedText(command, command.ItemDefinition, nameof(command.ItemDefinition), CommandLimits.ItemReference);

    public static string NeedItemContext(this MxCommand command) =>
        NeedText(command, command.ItemContext, nameof(command.ItemContext), CommandLimits.ItemReference);

    public static string NeedUserName(this MxCommand command) =>
        NeedText(command, command.UserName, nameof(command.UserName), CommandLimits.Name);

    public static string NeedPassword(this MxCommand command) =>
        NeedText(command, command.Password, nameof(command.Password), CommandLimits.Name);

    public static string NeedUserGuid(this MxCommand command) =>
        NeedText(command, command.UserGuid, nameof(command.UserGuid), CommandLimits.Name);

    public static IReadOnlyList<int> NeedItemHandles(this MxCommand command) =>
        NeedList(command, command.ItemHandles, nameof(command.ItemHandles));

    public static IReadOnlyList<string> NeedItemDefinitions(this MxCommand command)
    {
        var definitions = NeedList(command, command.ItemDefinitions, nameof(command.ItemDefinitions));
        for (var i = 0; i < definitions.Count; i++)
        {
            NeedText(command, definitions[i], $"{nameof(command.ItemDefinitions)}[{i}]", CommandLimits.ItemReference);
        }

        return definitions;
    }

    /// <summary>The writes of a bulk command, each with the fields its method needs.</summary>
    public static IReadOnlyList<MxWrite> NeedWrites(this MxCommand command)
    {
        var writes = NeedList(command, command.Writes, nameof(command.Writes));
        var timed = command.Method is MxMethod.Write2Bulk or MxMethod.WriteSecured2Bulk;
        var secured = command.Method is MxMethod.WriteSecuredBulk or MxMethod.WriteSecured2Bulk;
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i] ?? throw Missing(command, $"writes[{i}]");
            if (timed)
            {
                Need(command, write.Timestamp, $"writes[{i}].timestamp");
            }

            if (secured)
            {
                Need(command, write.UserId, $"writes[{i}].userId");
                Need(command, write.VerifierUserId, $"writes[{i}].verifierUserId");
            }
        }

        return writes;
    }

    /// <summary>How long a ReadBulk waits: as asked, else 80 % of the deadline so that the reply still arrives in time.</summary>
    public static TimeSpan ReadTimeout(this MxCommand command)
    {
        const double shareOfDeadline = 0.8;
        var milliseconds = command.ReadTimeoutMs ?? (int)((command.TimeoutMs ?? CommandLimits.DefaultTimeoutMs) * shareOfDeadline);
        return milliseconds is > 0 and <= CommandLimits.ReadTimeoutMs
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw Invalid(command, $"the read time-out must be between 1 and {CommandLimits.ReadTimeoutMs} ms");
    }

    private static T Need<T>(MxCommand command, T? value, string field)
        where T : struct => value ?? throw Missing(command, field);

    private static string NeedText(MxCommand command, string? text, string field, int limit)
    {
        var present = text ?? throw Missing(command, field);
        return present.Length <= limit
            ? present
            : throw Invalid(command, $"'{CamelCase(field)}' has {present.Length} characters, the limit is {limit}");
    }

    private static IReadOnlyList<T> NeedList<T>(MxCommand command, IReadOnlyList<T>? list, string field)
    {
        var present = list ?? throw Missing(command, field);
        return present.Count <= CommandLimits.BulkElements
            ? present
            : throw Invalid(command, $"'{CamelCase(field)}' has {present.Count} elements, the limit is {CommandLimits.BulkElements}");
    }

    private static GatewayException Missing(MxCommand command, string field) => Invalid(command, $"'{CamelCase(field)}' is missing");

    private static GatewayException Invalid(MxCommand command, string what) =>
        new(GatewayErrorCode.InvalidArgument, $"{command.Method}: {what}.");

    private static string CamelCase(string field) => JsonNamingPolicy.CamelCase.ConvertName(field);
}
