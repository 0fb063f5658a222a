using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Sessions.AlarmMonitoring;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.AlarmMonitoring;

/// <summary>The user of the platform under which the monitor writes. The built-in plant has the user operator with the password operator.</summary>
[Trait("Size", "Long")]
public sealed class MonitorUserTests
{
    private const int InvalidArgument = unchecked((int)0x80070057);
    private const string WrongPassword = "a wrong password";

    [Fact]
    public async Task The_platform_books_a_write_under_the_user_that_is_logged_in()
    {
        await using var plant = await MonitoredPlant.StartAsync(("Gateway:Alarms:User", "operator"), ("Gateway:Alarms:Password", "operator"));
        await plant.WatchingAsync();
        Assert.Equal(AlarmOutcome.Shelved, (await ShelveAsync(plant)).Outcome);
        Assert.Equal("operator", await ReadAsync(plant, "AlarmShelveUser"));
    }

    [Fact]
    public async Task Without_a_user_the_platform_books_a_write_under_nobody()
    {
        await using var plant = await MonitoredPlant.StartAsync();
        await plant.WatchingAsync();
        Assert.Equal(AlarmOutcome.Shelved, (await ShelveAsync(plant)).Outcome);
        Assert.Equal("", await ReadAsync(plant, "AlarmShelveUser"));
    }

    [Fact]
    public async Task A_refused_user_is_told_once_stops_no_watching_and_acknowledges_nothing()
    {
        await using var plant = await MonitoredPlant.StartAsync(("Gateway:Alarms:User", "operator"), ("Gateway:Alarms:Password", WrongPassword));
        await plant.WatchingAsync();
        await plant.SetAsync("A001", true);
        await plant.SeenAsync("A001", AlarmState.Unacknowledged);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var refused = await plant.AcknowledgeAsync("A001");
            Assert.Equal((AlarmOutcome.Refused, nameof(GatewayErrorCode.Forbidden), InvalidArgument), (refused.Outcome, refused.Code, refused.Hresult));
            Assert.Contains("Gateway:Alarms", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(AlarmState.Unacknowledged, plant.StateOf("A001"));
        // Many failures may lock the account of the user.
        Assert.Single(plant.Logs.Lines, line => line.Contains("refused the log-in", StringComparison.Ordinal));
        Assert.DoesNotContain(plant.Logs.Lines, line => line.Contains(WrongPassword, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("operator", null, 0, 1)]
    [InlineData(null, "operator", 0, 1)]
    [InlineData("operator", "operator", 3, 1)]
    [InlineData("operator", null, -1, 3)]
    [InlineData("operator", "operator", 0, 0)]
    public void A_user_and_its_password_belong_together_and_replace_an_id(string? user, string? password, int userId, int faults)
    {
        var options = new AlarmMonitorOptions { User = user, Password = password, UserId = userId };
        Assert.Equal(faults, new AlarmMonitorOptionsValidator().Validate(null, options).Failures?.Count() ?? 0);
    }

    private static Task<AlarmCommandResult> ShelveAsync(MonitoredPlant plant) => plant.Commands.ShelveAsync(
        new ShelveAlarmRequest { Reference = MonitoredPlant.Of("A002"), Hours = 1 }, MonitoredPlant.By(), Patience.Token).WithTimeout("the shelving");

    private static async Task<string?> ReadAsync(MonitoredPlant plant, string attribute)
    {
        var session = plant.Session!;
        var server = (await session.InvokeAsync(new MxCommand { Method = MxMethod.Register, ClientName = "reader" }, Patience.Token)).ReturnValue;
        var command = new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = server, ItemDefinitions = [$"{MonitoredPlant.Of("A002")}.{attribute}"] };
        return (await session.InvokeAsync(command, Patience.Token)).Results![0].Value?.AsString();
    }
}
