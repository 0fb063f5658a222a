using System.Text;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Web.Sessions.Catalogue;
using Gateway.Web.Sessions.Catalogue.Dumps;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Web.Tests.Sessions.Catalogue;

public sealed class GalaxyDumpTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Path => System.IO.Path.Combine(_directory.Path, "dump.csv");

    public static TheoryData<string> Encodings => [nameof(Encoding.UTF8), "UTF-8 without a mark", nameof(Encoding.Unicode), "UTF-16 without a mark", nameof(Encoding.BigEndianUnicode)];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Objects_have_their_area_their_description_and_the_attributes_of_their_section()
    {
        var galaxy = new KnownGalaxy(Read(DumpSamples.Plant));
        Assert.Equal(["Bare_001", "Mixer_001", "Mixer_002", "North", "Pumps"], galaxy.Objects.Select(one => one.Name));
        Assert.Equal("North, with the \"old\" hall", galaxy.Find("North")!.Description);
        Assert.Equal("North", galaxy.Find("pumps")!.Area);
        Assert.Null(galaxy.Find("North")!.Area);
        Assert.Empty(galaxy.Find("Bare_001")!.Items);
        var mixer = galaxy.Find("Mixer_001")!;
        Assert.Equal(("North", "Mixer\nof the hall"), (mixer.Area, mixer.Description?.ReplaceLineEndings("\n")));
        Assert.Equal(
            ["Mixer_001.Cmd", "Mixer_001.Speed", "Mixer_001.Speed.Description", "Mixer_001.Speed.EngUnits", "Mixer_001.Speed.Hi.Limit", "Mixer_001.Steps"],
            mixer.Items.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Items_have_the_type_the_unit_and_the_description_that_the_dump_says()
    {
        var items = Read(DumpSamples.Plant).SelectMany(one => one.Items).ToDictionary();
        Assert.Equal(new KnownAttribute("Mixer_001.Speed") { DataType = MxDataType.Float, Unit = "1/min", Description = "Stirrer" }, items["Mixer_001.Speed"]);
        Assert.Equal(new KnownAttribute("Mixer_001.Cmd") { DataType = MxDataType.Boolean }, items["Mixer_001.Cmd"]);
        Assert.Equal("Mixer_001.Steps[]", items["Mixer_001.Steps"].FullReference);
        // Without the list of attributes, only the columns tell.
        Assert.Equal(new KnownAttribute("Mixer_002.Speed") { Unit = "rpm" }, items["Mixer_002.Speed"]);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_encoding_in_which_dumps_are_saved_is_read(string name)
    {
        Encoding encoding = name switch
        {
            nameof(Encoding.UTF8) => Encoding.UTF8,
            nameof(Encoding.Unicode) => Encoding.Unicode,
            nameof(Encoding.BigEndianUnicode) => Encoding.BigEndianUnicode,
            "UTF-16 without a mark" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        File.WriteAllText(Path, DumpSamples.Plant.Replace("Stirrer", "Rührer", StringComparison.Ordinal), encoding);
        var (objects, fault) = new GalaxyDumpFile(Path).Read(1_000, NullLogger.Instance);
        Assert.Null(fault);
        Assert.Equal("Rührer", objects.SelectMany(one => one.Items.Values).Single(item => item.Reference == "Mixer_001.Speed").Description);
    }

    [Theory]
    [InlineData("", "no objects")]
    [InlineData("; only a comment", "no objects")]
    [InlineData("Mixer_001,North", "line 1 is not in a section")]
    [InlineData(":TEMPLATE=$Mixer\nMixer_001,North", "line 2 is not in a section")]
    [InlineData(":TEMPLATE=$Mixer\n:Name,Area\nMixer_001,North", "line 2 is a row of columns")]
    [InlineData(":TEMPLATE=$Mixer\n:Tagname,Area\n,North", "line 3 has no name of an object")]
    [InlineData(":TEMPLATE=$Mixer\n:Tagname,Area\nMixer *,North", "line 3 has no name of an object")]
    public void A_file_that_is_no_dump_is_refused_with_the_place_and_nothing_of_its_content(string text, string reason)
    {
        var error = Assert.Throws<GalaxyDumpException>(() => Read(text));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Mixer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_another_encoding_is_refused()
    {
        File.WriteAllBytes(Path, [.. Encoding.ASCII.GetBytes(":TEMPLATE=$M\n:Tagname,ShortDesc\nM1,R"), 0xFC, .. "hrer"u8]);
        var (objects, fault) = new GalaxyDumpFile(Path).Read(1_000, NullLogger.Instance);
        Assert.Empty(objects);
        Assert.Contains("neither UTF-16 nor UTF-8", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_and_a_row_of_columns_have_a_limit()
    {
        Assert.Contains("longer than", Assert.Throws<GalaxyDumpException>(() => Read($":TEMPLATE=$M\n:Tagname,ShortDesc\nM1,\"{new string('x', 300_000)}\"")).Message, StringComparison.Ordinal);
        Assert.Contains("at most 4096 columns", Assert.Throws<GalaxyDumpException>(() => Read($":TEMPLATE=$M\n:Tagname{new string(',', 5_000)}\nM1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        using (var file = File.Create(Path))
        {
            file.SetLength(GalaxyDumpFile.MaxBytes + 1L);
        }

        Assert.Contains("more than 64 MB", new GalaxyDumpFile(Path).Read(1_000, NullLogger.Instance).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_items_are_taken_than_the_limit_and_one_object()
    {
        var text = ":TEMPLATE=$M\n:Tagname,A,B,C\n" + string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"M{i},1,2,3"));
        Assert.Equal(26, Read(text, maxItems: 100).Count);
    }

    [Theory]
    [InlineData("<UDAInfo><Attribute Name=\"Speed\"")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><UDAInfo><Attribute Name=\"&b;\"/></UDAInfo>")]
    [InlineData("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><UDAInfo/>")]
    [InlineData("no XML")]
    public void A_list_of_attributes_that_cannot_be_read_leaves_the_columns(string list)
    {
        var one = Assert.Single(Read($":TEMPLATE=$M\n:Tagname,UDAs,Level\nM1,\"{list.Replace("\"", "\"\"", StringComparison.Ordinal)}\",1"));
        Assert.Equal(["M1.Level"], one.Items.Keys);
    }

    [Fact]
    [Trait("Size", "Long")]
    public void Whatever_bytes_change_a_dump_is_read_or_refused()
    {
        var random = new Random(TestScale.Seed);
        var whole = Encoding.UTF8.GetBytes(DumpSamples.Plant);
        for (var i = 0; i < TestScale.Of(500, 20_000); i++)
        {
            var bytes = whole.ToArray();
            for (var changes = random.Next(1, 8); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(Path, bytes[..random.Next(bytes.Length)]);
            var (objects, fault) = new GalaxyDumpFile(Path).Read(1_000, NullLogger.Instance);
            Assert.True(fault is not null || objects.Count > 0, $"seed {TestScale.Seed}, step {i}");
        }
    }

    [Fact]
    public void A_dump_is_read_again_when_it_has_changed_and_its_fault_goes()
    {
        var file = new GalaxyDumpFile(Path);
        File.WriteAllText(Path, "nothing");
        Assert.NotNull(file.Read(1_000, NullLogger.Instance).Fault);
        File.WriteAllText(Path, DumpSamples.Plant);
        Assert.Equal((5, null), (file.Read(1_000, NullLogger.Instance).Objects.Count, file.Read(1_000, NullLogger.Instance).Fault));
        File.Delete(Path);
        Assert.Equal((0, "The galaxy dump cannot be read."), (file.Read(1_000, NullLogger.Instance).Objects.Count, file.Read(1_000, NullLogger.Instance).Fault));
    }

    private static List<KnownObject> Read(string text, int maxItems = 1_000) => GalaxyDumpReader.Read(new StringReader(text), maxItems);
}
