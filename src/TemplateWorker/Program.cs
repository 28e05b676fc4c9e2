using TemplateWorker.Cli;
using TemplateWorker.Cli.Backups;
using TemplateWorker.Cli.Migrations;
using TemplateWorker.Cli.Operator;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Hosting;
using TemplateWorker.Hosting.Backups;
using TemplateWorker.Hosting.Commands;
using TemplateWorker.Hosting.Doctor;
using TemplateWorker.Hosting.Migrations;
using TemplateWorker.Hosting.Supervisor;
using TemplateWorker.Hosting.Worker;
using TemplateWorker.Storage.Connecting;

DriverEnvironment.Clear();
ProcessCulture.Fix();

return (int)await (CommandParser.Parse(args) switch
{
    RunSupervisor command => SupervisorHost.RunAsync(command),
    RunWorker command => WorkerHost.RunProcessAsync(command),
    Migrate command => MigrationsHost.RunAsync(command),
    Register command => RegistrationHost.RunAsync(command),
    MigrationsCommand command => MigrationsHost.RunAsync(command),
    BackupCommand command => BackupHost.RunAsync(command),
    Doctor command => DoctorHost.RunAsync(command),
    SelfTest command => SelfTestHost.RunAsync(command),
    OperatorCommand command => OperatorHost.RunAsync(command),
    ShowHelp command => UsageHost.ShowAsync(command.Text),
    ShowVersion command => UsageHost.ShowAsync(command.Text),
    Misuse command => UsageHost.RefuseAsync(command),
    var other => throw new InvalidOperationException($"No host for {other.GetType().Name}."),
});
