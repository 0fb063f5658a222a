using System.Text.Json;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.Errors;

namespace Gateway.CommandLine.Items;

/// <summary>One item as it was read, or why it was not.</summary>
internal sealed record ReadValue
{
    public required string Item { get; init; }

    public string? DataType { get; init; }

    public JsonElement? Value { get; init; }

    public int? Quality { get; init; }

    public DateTime? SourceTime { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public int ExitCode => Code is null ? ExitCodes.Ok : Enum.TryParse<GatewayErrorCode>(Code, out var code) ? ExitCodes.Of(code) : ExitCodes.Failed;

    public string?[] Row() =>
        [Item, ValueText.Of(Value), DataType, ValueText.OfQuality(Quality), ValueText.OfTime(SourceTime), Code is null ? "" : $"{Code}: {Message}"];
}
