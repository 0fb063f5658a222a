using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Shared.Tests.Goldens;

/// <summary>The types that a hub client sees, compared with golden files.</summary>
public sealed class ContractGoldenTests
{
    [Fact]
    public void Events_are_the_golden_ones_in_both_forms()
    {
        var rows = new ArrayBufferWriter<byte>();
        foreach (var sample in SampleEvents.All)
        {
            EventRow.Write(new WireWriter(rows), sample);
        }

        Golden.Check("events.bin", rows.WrittenSpan);
        Golden.CheckJson("events.json", Json(SampleEvents.All));
    }

    [Fact]
    public void Stream_items_are_the_golden_ones_in_both_forms()
    {
        Golden.CheckJson("stream-items.json", Json(SampleStreamItems.All));
        Golden.Check("stream-items.bin", MessagePack(SampleStreamItems.All));
    }

    [Fact]
    public void The_golden_stream_items_have_every_kind_and_come_back()
    {
        var items = JsonSerializer.Deserialize<StreamItem[]>(Golden.Read("stream-items.json"), GatewayJson.Options)!;
        Assert.Equal(KindsOf<StreamItem>(), items.Select(item => item.Kind).ToHashSet());
        Assert.Equal(Json(SampleStreamItems.All), Json<IReadOnlyList<StreamItem>>(items));
    }

    [Fact]
    public void Items_of_a_stream_over_many_sessions_are_the_golden_ones()
    {
        var items = SampleMultiSessionItems.All.Where(item => item is not RoutedItem { Item: EventsItem }).ToArray();
        Golden.CheckJson("sessions-items.json", Json<IReadOnlyList<MultiSessionItem>>(items));
        Golden.Check("sessions-items.bin", MessagePack(items));
        Assert.Equal(KindsOf<MultiSessionItem>(), items.Select(item => item.Kind).ToHashSet());
        Assert.Equal(Json<MultiSessionItem[]>(items), Json(JsonSerializer.Deserialize<MultiSessionItem[]>(Golden.Read("sessions-items.json"), GatewayJson.Options)));
    }

    [Fact]
    public void Cursors_are_the_golden_ones()
    {
        var cases = SampleCursors.All.Select(positions => new { cursor = MultiSessionCursor.Write(positions), positions = positions.Order(SampleCursors.ById) });
        Golden.CheckJson("cursor.json", Json(new { cursors = cases, refused = SampleCursors.Refused }));
    }

    [Fact]
    public void Feed_items_are_the_golden_ones()
    {
        Golden.CheckJson("feed-items.json", Json(SampleFeed.All));
        Golden.Check("feed-items.bin", MessagePack(SampleFeed.All));
    }

    [Fact]
    public void The_golden_feed_items_have_every_kind_and_come_back()
    {
        var items = JsonSerializer.Deserialize<FeedItem[]>(Golden.Read("feed-items.json"), GatewayJson.Options)!;
        Assert.Equal(KindsOf<FeedItem>(), items.Select(item => item.Kind).ToHashSet());
        Assert.Equal(Enum.GetValues<FeedKind>(), items.OfType<FeedChangesItem>().SelectMany(item => item.Changes).Select(change => change.Kind));
        Assert.Equal(Json(SampleFeed.All), Json<IReadOnlyList<FeedItem>>(items));
    }

    [Fact]
    public void Items_of_an_alarm_stream_are_the_golden_ones()
    {
        Golden.CheckJson("alarm-items.json", Json(SampleAlarms.All));
        Golden.Check("alarm-items.bin", MessagePack(SampleAlarms.All));
        Golden.CheckJson("alarm-results.json", Json(SampleAlarms.Results));
        Golden.Check("alarm-results.bin", MessagePack(SampleAlarms.Results));
    }

    [Fact]
    public void The_golden_items_of_an_alarm_stream_have_every_kind_and_come_back()
    {
        var items = JsonSerializer.Deserialize<AlarmItem[]>(Golden.Read("alarm-items.json"), GatewayJson.Options)!;
        Assert.Equal(KindsOf<AlarmItem>(), items.Select(item => item.Kind).ToHashSet());
        Assert.Equal(Enum.GetValues<AlarmTransitionKind>().ToHashSet(), items.OfType<AlarmTransitionItem>().SelectMany(item => item.Transitions).Select(one => one.Kind).ToHashSet());
        Assert.Equal(Json(SampleAlarms.All), Json<IReadOnlyList<AlarmItem>>(items));
        var results = JsonSerializer.Deserialize<AlarmCommandResult[]>(Golden.Read("alarm-results.json"), GatewayJson.Options)!;
        Assert.Equal(SampleAlarms.Results, results);
    }

    [Fact]
    public void Items_of_an_alarm_stream_come_back_from_MessagePack()
    {
        foreach (var item in SampleAlarms.All)
        {
            var output = new ArrayBufferWriter<byte>();
            WireSerializer.Serialize(output, item);
            Assert.Equal(Json(item), Json(WireSerializer.Deserialize<AlarmItem>(output.WrittenSpan)));
        }
    }

    [Fact]
    public void Items_of_an_overview_are_the_golden_ones()
    {
        Golden.CheckJson("overview-items.json", Json(SampleOverview.All));
        Golden.Check("overview-items.bin", MessagePack(SampleOverview.All));
    }

    [Fact]
    public void The_golden_items_of_an_overview_have_every_kind_and_come_back()
    {
        var items = JsonSerializer.Deserialize<OverviewItem[]>(Golden.Read("overview-items.json"), GatewayJson.Options)!;
        Assert.Equal(KindsOf<OverviewItem>(), items.Select(item => item.Kind).ToHashSet());
        Assert.Equal(Json(SampleOverview.All), Json<IReadOnlyList<OverviewItem>>(items));
        foreach (var item in SampleOverview.All)
        {
            var output = new ArrayBufferWriter<byte>();
            WireSerializer.Serialize(output, item);
            Assert.Equal(Json(item), Json(WireSerializer.Deserialize<OverviewItem>(output.WrittenSpan)));
        }
    }

    [Fact]
    public void Pages_of_found_items_are_the_golden_ones_and_come_back()
    {
        Golden.CheckJson("item-pages.json", Json(SampleItems.Pages));
        Golden.Check("item-pages.bin", MessagePack(SampleItems.Pages));
        Assert.Equal(Json(SampleItems.Pages), Json(JsonSerializer.Deserialize<ItemPage[]>(Golden.Read("item-pages.json"), GatewayJson.Options)!));
        foreach (var page in SampleItems.Pages)
        {
            var output = new ArrayBufferWriter<byte>();
            WireSerializer.Serialize(output, page);
            Assert.Equal(Json(page), Json(WireSerializer.Deserialize<ItemPage>(output.WrittenSpan)));
        }
    }

    [Fact]
    public void Values_are_the_golden_ones_in_both_forms()
    {
        Golden.CheckJson("values.json", Json(SampleValues.All));
        Golden.Check("values.bin", MessagePack(SampleValues.All.Values));
    }

    [Fact]
    public void Error_codes_are_the_golden_ones() => Golden.CheckJson(
        "error-codes.json", Json(Enum.GetValues<GatewayErrorCode>().ToDictionary(code => code.ToString(), code => (int)code)));

    [Fact]
    public void Texts_of_status_details_are_the_golden_ones() => Golden.CheckJson(
        "status-details.json", Json(MxStatusText.Details.OrderBy(detail => detail.Key).ToDictionary(detail => $"{detail.Key}", detail => detail.Value)));

    [Fact]
    public void A_status_names_its_meaning_when_that_is_known_and_its_codes_always()
    {
        var refused = new MxStatus { Category = MxStatusCategory.SecurityError, DetectedBy = MxStatusSource.RespondingAutomationObject, Detail = 1013 };
        Assert.Equal($"SecurityError: {MxStatusText.Details[1013]} (detail 1013, detected by RespondingAutomationObject)", MxStatusText.Of(refused));
        Assert.Equal("SecurityError (detail 4711, detected by RespondingAutomationObject)", MxStatusText.Of(refused with { Detail = 4711 }));
    }

    [Fact]
    public void Names_of_the_hub_and_its_enums_are_the_golden_ones()
    {
        var contract = new
        {
            path = HubContract.Path,
            methods = Constants(typeof(HubContract)).Where(constant => (string?)constant.GetRawConstantValue() == constant.Name).Select(constant => constant.Name),
            enums = typeof(HubContract).Assembly.GetTypes()
                .Where(type => type.IsEnum && IsSeenByClients(type))
                .OrderBy(type => type.Name, StringComparer.Ordinal)
                .ToDictionary(type => JsonNamingPolicy.CamelCase.ConvertName(type.Name), NamesOf),
            times = typeof(HubContract).Assembly.GetTypes()
                .Where(type => IsSeenByClients(type) && !type.IsValueType)
                .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                .Where(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(DateTime))
                .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))
                .Distinct().Order(StringComparer.Ordinal),
        };
        Golden.CheckJson("contract.json", Json(contract));
    }

    [Fact]
    public void Every_enum_of_the_contract_says_how_it_travels() => Assert.All(
        typeof(HubContract).Assembly.GetTypes().Where(type => type.IsEnum && type.Namespace == typeof(HubContract).Namespace),
        type => Assert.NotNull(type.GetCustomAttribute<JsonConverterAttribute>()));

    private static HashSet<string> KindsOf<T>() => typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T)))
        .Select(type => (string)type.GetField("KindName")!.GetRawConstantValue()!).ToHashSet();

    private static Dictionary<string, object> NamesOf(Type type) => Enum.GetValues(type).Cast<object>().ToDictionary(
        value => JsonSerializer.SerializeToElement(value, type, GatewayJson.Options).GetString()!,
        value => (object)Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture));

    private static FieldInfo[] Constants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static);

    // The values are written one after another, because no list of them is ever sent.
    private static ReadOnlySpan<byte> MessagePack<T>(IEnumerable<T> values)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        foreach (var value in values)
        {
            WireSerializer.SerializeObject(writer, value);
        }

        return output.WrittenSpan;
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, GatewayJson.Options);

    private static bool IsSeenByClients(Type type) =>
        type.IsPublic && (type.Namespace == typeof(HubContract).Namespace || type.Namespace == typeof(MxValue).Namespace || type.Namespace == typeof(MxEvent).Namespace);
}
