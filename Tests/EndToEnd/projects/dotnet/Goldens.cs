// A program for .NET Framework that reads the golden files in the directory it is given and writes their values again: "ok" or what differs.
using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Serialization;
using Gateway.Values;
using Gateway.Wire;

var problems = new List<string>();
Compare("stream-items", Items<StreamItem>);
Compare("sessions-items", Items<MultiSessionItem>);
Compare("feed-items", Items<FeedItem>);
Compare("alarm-items", Items<AlarmItem>);
Compare("alarm-results", Items<AlarmCommandResult>);
Compare("overview-items", Items<OverviewItem>);
Compare("events", Items<MxEvent>);
Compare("values", json => JsonSerializer.Deserialize<Dictionary<string, MxValue>>(json, GatewayJson.Options).Values);
foreach (var number in new[] { 49.99, 0.1, 16777217.0, 3.4028235e38, 1e-45, 1.17549435e-38, -8.5899346e9 })
{
    var shortest = MxValue.FromFloat((float)number).TryGetDouble(out var value) ? value : double.NaN;
    if ((float)shortest != (float)number || shortest.ToString("R").Length > Math.Max(number.ToString("R").Length, 12))
    {
        problems.Add($"The float {number:R} is {shortest:R}.");
    }
}

Console.WriteLine(problems.Count == 0 ? "ok" : string.Join("\n", problems));

void Compare<T>(string name, Func<byte[], IEnumerable<T>> read)
{
    var golden = File.ReadAllBytes(Path.Combine(args[0], name + ".bin"));
    var items = read(File.ReadAllBytes(Path.Combine(args[0], name + ".json"))).ToList();
    if (!WithoutSignOfZero(Packed(items)).SequenceEqual(WithoutSignOfZero(golden)))
    {
        problems.Add($"{name}.json, packed, is not {name}.bin.");
    }

    if (!Packed(Unpacked<T>(golden)).SequenceEqual(golden))
    {
        problems.Add($"{name}.bin, unpacked and packed, differs.");
    }

    var again = items.Select(item => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(item, GatewayJson.Options), GatewayJson.Options));
    if (!WithoutSignOfZero(Packed(again)).SequenceEqual(WithoutSignOfZero(golden)))
    {
        problems.Add($"{name}.json, written and read again, differs.");
    }
}

// .NET Framework reads the negative zero of JSON as zero.
static string WithoutSignOfZero(byte[] packed) => BitConverter.ToString(packed).Replace("CB-80-00-00-00-00-00-00-00", "CB-00-00-00-00-00-00-00-00");

static IEnumerable<T> Items<T>(byte[] json) => JsonSerializer.Deserialize<T[]>(json, GatewayJson.Options);

static List<T> Unpacked<T>(byte[] golden)
{
    var items = new List<T>();
    var reader = new WireReader(golden);
    while (!reader.End)
    {
        items.Add(WireSerializer.Deserialize<T>(ref reader));
    }

    return items;
}

static byte[] Packed<T>(IEnumerable<T> items)
{
    var output = new GoldenOutput();
    foreach (var item in items)
    {
        WireSerializer.SerializeObject(new WireWriter(output), item);
    }

    return output.Written;
}
