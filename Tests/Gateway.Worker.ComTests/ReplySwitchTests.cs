using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Worker.ComTests;

/// <summary>
/// The answers of the component: HRESULTs that are not established, error texts, missing interfaces. All are passed on unchanged.
/// </summary>
public sealed class ReplySwitchTests
{
    private const int NoInterface = unchecked((int)0x80004002);

    [Theory]
    [InlineData("AddItem", MxMethod.AddItem, unchecked((int)0x80070005), "licence")]
    [InlineData("AddItem2", MxMethod.AddItem2, unchecked((int)0x80070005), "licence")]
    [InlineData("Advise", MxMethod.Advise, unchecked((int)0x8000FFFF), "0x8000FFFF")]
    [InlineData("Write", MxMethod.Write, unchecked((int)0x80070057), "E_INVALIDARG")]
    [InlineData("WriteSecured", MxMethod.WriteSecured, unchecked((int)0x80004021), "CO_E_NOT_SUPPORTED")]
    [InlineData("AuthenticateUser", MxMethod.AuthenticateUser, unchecked((int)0x80070057), "E_INVALIDARG")]
    [InlineData("Suspend", MxMethod.Suspend, unchecked((int)0x80040200), "0x80040200")]
    public async Task A_failing_call_is_a_reply_with_its_hresult(string failing, MxMethod method, int hresult, string diagnostic)
    {
        await using var rig = await SwitchRig.StartAsync(("FAIL", $"{failing}:{hresult:X8}"));
        var reply = await rig.RunAsync(Complete(method));
        Assert.Equal(hresult, reply.Hresult);
        Assert.Contains(diagnostic, reply.Diagnostic, StringComparison.Ordinal);
        Assert.Null(reply.ReturnValue);
        Assert.Equal(0, (await rig.RunAsync(new MxCommand { Method = MxMethod.Unregister })).Hresult);
    }

    [Fact]
    public async Task A_refused_registration_is_a_reply()
    {
        await using var fixture = await ComFixture.StartAsync(new Dictionary<string, string> { ["FAKELMX_FAIL"] = "Register:80070005" });
        var reply = await fixture.Executor.ExecuteAsync(new MxCommand { Method = MxMethod.Register, ClientName = "Tests" }, CancellationToken.None);
        Assert.Equal(unchecked((int)0x80070005), reply.Hresult);
    }

    [Fact]
    public async Task The_components_own_error_text_is_in_the_diagnostic_of_that_call_only()
    {
        await using var rig = await SwitchRig.StartAsync(("ERROR_TEXT", "No such handle, says the component."));
        var failed = await rig.RunAsync(new MxCommand { Method = MxMethod.Advise, ItemHandle = 4711 });
        Assert.Contains("No such handle, says the component.", failed.Diagnostic, StringComparison.Ordinal);
        var bulk = await rig.RunAsync(new MxCommand { Method = MxMethod.AdviseItemBulk, ItemHandles = [4711] });
        Assert.Contains("No such handle, says the component.", bulk.Results![0].Diagnostic, StringComparison.Ordinal);
        Assert.Null((await rig.RunAsync(new MxCommand { Method = MxMethod.AddItem, ItemDefinition = "Plant.Crew[]" })).Diagnostic);
    }

    [Fact]
    public async Task The_hresult_of_a_bad_handle_is_the_components()
    {
        await using var rig = await SwitchRig.StartAsync(("BAD_HANDLE", "80040205"));
        Assert.Equal(unchecked((int)0x80040205), (await rig.RunAsync(new MxCommand { Method = MxMethod.UnAdvise, ItemHandle = 4711 })).Hresult);
    }

    [Fact]
    public async Task A_refused_second_advise_leaves_the_first()
    {
        await using var rig = await SwitchRig.StartAsync(("DOUBLE_ADVISE", "8000FFFF"));
        var item = await rig.AdviseAndWaitAsync(rig.Fixture.WritableFloat);
        Assert.Equal(unchecked((int)0x8000FFFF), (await rig.RunAsync(new MxCommand { Method = MxMethod.Advise, ItemHandle = item })).Hresult);
        Assert.Equal(0, (await rig.RunAsync(new MxCommand { Method = MxMethod.UnAdvise, ItemHandle = item })).Hresult);
    }

    [Theory]
    [InlineData(5, MxMethod.SetBufferedUpdateInterval, 0)]
    [InlineData(4, MxMethod.SetBufferedUpdateInterval, NoInterface)]
    [InlineData(4, MxMethod.AdviseSupervisory, 0)]
    [InlineData(3, MxMethod.AdviseSupervisory, NoInterface)]
    [InlineData(3, MxMethod.Write2, NoInterface)]
    [InlineData(3, MxMethod.Suspend, NoInterface)]
    [InlineData(3, MxMethod.AddItem2, 0)]
    [InlineData(2, MxMethod.AddItem2, NoInterface)]
    [InlineData(2, MxMethod.ArchestrAUserToId, 0)]
    [InlineData(1, MxMethod.ArchestrAUserToId, NoInterface)]
    public async Task An_older_component_does_what_it_can(int interfaces, MxMethod method, int hresult)
    {
        await using var rig = await SwitchRig.StartAsync(("INTERFACES", $"{interfaces}"));
        await rig.AdviseAndWaitAsync(rig.Fixture.WritableFloat);
        var reply = await rig.RunAsync(Complete(method));
        Assert.Equal(hresult, reply.Hresult);
        if (hresult != 0)
        {
            Assert.Contains("this version of MXAccess does not have the method", reply.Diagnostic, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_component_without_buffered_events_still_has_the_others()
    {
        await using var rig = await SwitchRig.StartAsync(("SECOND_EVENTS", "0"));
        Assert.True((await rig.FirstAsync(rig.Fixture.WritableFloat)).IsSuccess);
    }

    [Fact]
    public async Task Free_access_takes_any_password()
    {
        await using var rig = await SwitchRig.StartAsync(("FREE_ACCESS", "1"));
        var reply = await rig.RunAsync(new MxCommand { Method = MxMethod.AuthenticateUser, UserName = "anyone", Password = "anything" });
        Assert.Equal((0, 1), (reply.Hresult, reply.ReturnValue));
    }

    private static MxCommand Complete(MxMethod method) => new()
    {
        Method = method,
        ItemHandle = 1,
        ItemDefinition = "Tank101.Level.Gain",
        ItemContext = "",
        Value = MxValue.FromFloat(1),
        Timestamp = MxValue.FromDate(DateTime.UnixEpoch),
        UserId = 1,
        VerifierUserId = 1,
        UserName = "operator",
        Password = "operator",
        UserGuid = "{11111111-2222-3333-4444-555555555555}",
        UpdateInterval = 1000,
    };
}
