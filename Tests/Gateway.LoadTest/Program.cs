using Gateway.LoadTest.Baselines;
using Gateway.LoadTest.Runs;
using Gateway.LoadTest.Scale;

if (args is [BaselineHost.Command])
{
    return await BaselineHost.RunAsync([]);
}

if (args is [LoadWorker.Command, var directory])
{
    return await LoadWorker.RunAsync(directory);
}

if (args is ["--help"])
{
    Console.WriteLine(LoadOptions.Usage);
    return 0;
}

try
{
    var options = LoadOptions.Parse(args);
    var verdicts = new Verdicts();
    await new LoadSuite(options, verdicts).RunAsync();
    Console.WriteLine(verdicts.Summary);
    return verdicts.Failed == 0 ? 0 : 1;
}
catch (ArgumentException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    await Console.Error.WriteLineAsync(LoadOptions.Usage);
    return 64;
}
