using System.Diagnostics.Metrics;

namespace Gateway.Web.Platform.Metrics;

/// <summary>What the gateway's own process uses.</summary>
internal sealed class ProcessMetrics
{
    public ProcessMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateGatewayMeter();
        meter.CreateObservableCounter("gateway.process.cpu.time", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "CPU time of all cores, user and kernel.");
        meter.CreateObservableCounter("gateway.process.memory.allocated", () => GC.GetTotalAllocatedBytes(precise: true), "By", "Managed memory ever allocated.");
        meter.CreateObservableGauge("gateway.process.memory.heap", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Managed memory in use, garbage included.");
        meter.CreateObservableGauge("gateway.process.memory.resident", () => Environment.WorkingSet, "By", "Physical memory of the process.");
        meter.CreateObservableCounter("gateway.process.gc.pause", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time the process stood still for garbage collection.");
    }
}
