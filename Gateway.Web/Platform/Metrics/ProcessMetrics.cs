using System.Diagnostics.Metrics;

namespace Gateway.Web.Platform.Metrics;

/// <summary>The resources that the gateway's own process uses.</summary>
internal sealed class ProcessMetrics
{
    public ProcessMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateGatewayMeter();
        meter.CreateObservableCounter("gateway.process.cpu.time", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "CPU time of the process on all cores, user and kernel.");
        meter.CreateObservableCounter("gateway.process.memory.allocated", () => GC.GetTotalAllocatedBytes(precise: true), "By", "Managed memory allocated since the start.");
        meter.CreateObservableGauge("gateway.process.memory.heap", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Managed memory in use, garbage included.");
        meter.CreateObservableGauge("gateway.process.memory.resident", () => Environment.WorkingSet, "By", "Physical memory of the process.");
        meter.CreateObservableCounter("gateway.process.gc.pause", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time for which garbage collection paused the process.");
    }
}
