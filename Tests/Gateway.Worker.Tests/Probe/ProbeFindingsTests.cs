using Gateway.Contracts;
using Gateway.Values;
using Gateway.Worker.Executors;
using Gateway.Worker.Probe;

namespace Gateway.Worker.Tests.Probe;

public sealed class ProbeFindingsTests
{
    private const string Item = "Tank101.Level.PV";

    [Fact]
    public void Access_denied_names_the_licence()
    {
        var text = ProbeFindings.OfCall("AddItem", Hresults.AccessDenied, "denied");
        Assert.Contains("0x80070005 (denied)", text, StringComparison.Ordinal);
        Assert.Contains("licence", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(192, true, "ok ")]
    [InlineData(65_536 + 192, true, "ok ")]
    [InlineData(64, false, "MISSING  platform")]
    [InlineData(0, false, "MISSING  platform")]
    public void Anything_but_good_quality_points_to_the_platform(int quality, bool usable, string finding)
    {
        var (output, found) = Report(new MxItemResult { Quality = quality, Statuses = [MxStatus.Good] });
        Assert.Equal(usable, found);
        Assert.StartsWith(finding, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MxStatusCategory.CommunicationError, "deploy and start it")]
    [InlineData(MxStatusCategory.ConfigurationError, "names nothing that is deployed")]
    [InlineData(MxStatusCategory.SecurityError, "may not read")]
    [InlineData(MxStatusCategory.SoftwareError, "detail code")]
    public void A_failed_status_says_what_to_do(object category, string remedy)
    {
        var status = new MxStatus { Success = 0, Category = (MxStatusCategory)category, Detail = 7 };
        var (output, usable) = Report(new MxItemResult { Quality = 0, Statuses = [status] });
        Assert.False(usable);
        Assert.Contains("detail 7", output, StringComparison.Ordinal);
        Assert.Contains(remedy, output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_failed_for_the_item_is_told_with_its_hresult()
    {
        var (output, usable) = Report(new MxItemResult { Hresult = Hresults.AccessDenied });
        Assert.False(usable);
        Assert.Contains($"Reading {Item} failed with HRESULT 0x80070005", output, StringComparison.Ordinal);
    }

    private static (string Output, bool Usable) Report(MxItemResult result)
    {
        using var output = new StringWriter();
        var report = new ProbeReport(output);
        ProbeFindings.OfRead(Item, new MxReply { Method = MxMethod.ReadBulk, Results = [result] }, report);
        return (output.ToString(), report.Conclude());
    }
}
