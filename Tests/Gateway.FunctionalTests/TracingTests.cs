using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Web.Tests.Platform.Telemetry;

namespace Gateway.FunctionalTests;

[Trait("Size", "Long")]
public sealed class TracingTests
{
    [Fact]
    public async Task A_command_is_one_trace_through_the_pipe_to_a_real_worker()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var how = new GatewayStart { Environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_BSP_SCHEDULE_DELAY"] = "50" } };
        await using var gateway = await GatewayProcess.StartAsync(how);
        await using var client = gateway.Connect();
        var session = await client.OpenSessionAsync(new OpenSessionRequest { SessionTag = "line-1" }).WithTimeout("a session");
        await session.RegisterAsync("traces").WithTimeout("a registration");

        var execute = await SpanAsync(collector, span => span.Name == "execute Register");
        var command = await SpanAsync(collector, span => span.SpanId == execute.ParentId);
        var call = await SpanAsync(collector, span => span.SpanId == command.ParentId);

        Assert.Equal(("command Register", "GatewayHub/Invoke"), (command.Name, call.Name));
        Assert.Single(new[] { execute, command, call }.Select(span => span.TraceId).Distinct());
        Assert.All([execute, command, call], span => Assert.Equal((session.Id, "line-1"), (span.Attributes["gateway.session.id"], span.Attributes["gateway.session.tag"])));
        Assert.True(execute.Duration > TimeSpan.Zero && execute.Duration <= command.Duration, $"the worker took {execute.Duration} of {command.Duration}");
    }

    private static async Task<OtlpSpan> SpanAsync(OtlpCollector collector, Func<OtlpSpan, bool> isMeant)
    {
        await Eventually.Async(() => collector.Spans.Any(isMeant), "a span");
        return collector.Spans.First(isMeant);
    }
}
