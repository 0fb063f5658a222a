using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Tests.Platform.Recorder;

public sealed class OccurrenceTextTests
{
    [Fact]
    public void Numbers_words_and_codes_have_their_names()
    {
        var command = new Occurrence(OccurrenceKind.Command) { Word = EnumWord.Of(MxMethod.AddItem2), A = 1_250, Code = GatewayErrorCode.CommandTimedOut };
        var gap = new Occurrence(OccurrenceKind.Gap) { Word = EnumWord.Of(GapReason.Evicted), A = 0, B = 12 };
        Assert.Equal("method=AddItem2 microseconds=1250 code=CommandTimedOut", TextOf(command));
        Assert.Equal("reason=evicted after=0 missed=12", TextOf(gap));
        Assert.Equal("reason=evicted after=0", TextOf(gap with { B = Occurrence.Absent }));
        Assert.Null(OccurrenceText.DataOf(new Occurrence(OccurrenceKind.StreamLeft)));
    }

    [Fact]
    public void A_value_that_its_enum_does_not_have_is_a_number() => Assert.Equal("999", EnumWord.Of((MxMethod)999).ToString());

    private static string TextOf(in Occurrence entry) => string.Join(' ', OccurrenceText.DataOf(entry)!.Select(pair => $"{pair.Key}={pair.Value}"));
}
