using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Values;

namespace Gateway.Worker.Executors;

/// <summary>
/// Reads the fields that a method requires. A missing or oversized field is refused, and the message names it as clients write
/// it. In a bulk command only the faulty element is refused.
/// </summary>
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

    public static IReadOnlyList<string> NeedItemDefinitions(this MxCommand command) =>
        NeedList(command, command.ItemDefinitions, nameof(command.ItemDefinitions));

    public static IReadOnlyList<MxWrite> NeedWrites(this MxCommand command) => NeedList(command, command.Writes, nameof(command.Writes));

    /// <summary>Says what is wrong with an element of <c>itemDefinitions</c>; null when it is valid.</summary>
    public static string? FaultOf(string definition) => definition.Length <= CommandLimits.ItemReference
        ? null
        : Refusal($"'itemDefinition' has {definition.Length} characters, the limit is {CommandLimits.ItemReference}");

    /// <summary>Says what is wrong with an element of <c>writes</c> for the method; null when it is valid.</summary>
    public static string? FaultOf(MxWrite write, MxMethod form)
    {
        var timed = form is MxMethod.Write2 or MxMethod.WriteSecured2;
        var secured = form is MxMethod.WriteSecured or MxMethod.WriteSecured2;
        var missing = write.Value is null ? "value"
            : timed && write.Timestamp is null ? "timestamp"
            : secured && write.UserId is null ? "userId"
            : secured && write.VerifierUserId is null ? "verifierUserId"
            : null;
        return missing is null ? null : Refusal($"'{missing}' is missing");
    }

    /// <summary>How long a ReadBulk waits: as requested, or 80 % of the deadline, so that the reply arrives in time.</summary>
    public static TimeSpan ReadTimeout(this MxCommand command)
    {
        const double shareOfDeadline = 0.8;
        var milliseconds = command.ReadTimeoutMs ?? (int)((command.TimeoutMs ?? CommandLimits.DefaultTimeoutMs) * shareOfDeadline);
        return milliseconds is > 0 and <= CommandLimits.ReadTimeoutMs
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw Invalid(command, $"'readTimeoutMs' must be between 1 and {CommandLimits.ReadTimeoutMs}");
    }

    /// <summary>The greatest age of a known value that may answer a ReadBulk.</summary>
    public static TimeSpan MaxAge(this MxCommand command) => command.MaxAgeMs switch
    {
        null => TimeSpan.MaxValue,
        >= 0 and var milliseconds => TimeSpan.FromMilliseconds(milliseconds),
        _ => throw Invalid(command, "'maxAgeMs' must be 0 or more"),
    };

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

    private static string Refusal(string what) => new GatewayException(GatewayErrorCode.InvalidArgument, $"{what}.").ToWireMessage();

    private static string CamelCase(string field) => JsonNamingPolicy.CamelCase.ConvertName(field);
}
