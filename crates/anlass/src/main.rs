//! The `anlass` binary: command line over the runtime and the simulator.

mod archive;
mod arguments;
mod bench;
mod clock;
mod commands;
mod complaint;
mod documents;
mod installation;
mod outside;
mod say;

use crate::arguments::{Arguments, Command, Files, Sim, UserCommand};
use crate::commands::{
    backup, demo, explain, import, look, names, new, organisation, publish, rehearse, replay, serve, sim,
    summary, user, verify,
};
use crate::complaint::Complaint;
use crate::documents::{Others, Unnamed};
use crate::say::Answer;
use anlass_model::definition::Language;
use anyhow::Result;
use clap::Parser;
use std::process::ExitCode;

/// Batches allocate much and free it elsewhere: over a million dossiers this allocator decides a quarter faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(answer) => {
            match arguments.json {
                true => say::out(&answer.json.to_string()),
                false => say::out(&answer.text),
            }
            if answer.good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            let complaint = Complaint::of(&error);
            match (arguments.json, serde_json::to_string(&complaint)) {
                (true, Ok(json)) => say::out(&json),
                _ => say::talk(&complaint.text()),
            }
            ExitCode::FAILURE
        }
    }
}

fn unnamed(files: &Files) -> Unnamed {
    Unnamed { programmes: if files.only { Others::Go } else { Others::Stay }, is_dropped: files.drop }
}

fn run(command: Command) -> Result<Answer> {
    match command {
        Command::New { data, name, email, region, currency, time_zone, language, password_stdin } => {
            new::run(
                &data.dir,
                &new::Options {
                    name: &name,
                    currency: currency.as_deref(),
                    time_zone: time_zone.as_deref(),
                    region: &region,
                    language: language.map(Into::into),
                    email: &email,
                    password_stdin,
                },
            )
        }
        Command::Check { data, files } => publish::check(&data.dir, &files.files, unnamed(&files)),
        Command::Publish { data, files, simulate } => {
            let options = publish::Options {
                files: &files.files,
                unnamed: unnamed(&files),
                seed: simulate,
                language: Language::En,
                default_language: None,
            };
            publish::publish(&data.dir, &options)
        }
        Command::Settings { data } => publish::settings(&data.dir),
        Command::Look { folder, files, name, source, currency, time_zone, write } => {
            look::run(&look::Options {
                folder: &folder,
                files: &files,
                name: &name,
                source,
                currency: &currency,
                time_zone: &time_zone,
                write: write.as_ref(),
            })
        }
        Command::Import { data, mapping, folder, vault, simulate, customers } => {
            let (mapping, folder, customers_max) = (&mapping, &folder, customers);
            import::run(
                &data.dir,
                &import::Options { mapping, folder, vault, simulate, customers_max, language: Language::En },
            )
        }
        Command::Replay { data, batch, kill_after } => {
            replay::run(&data.dir, &replay::Options { batch, kill_after, language: Language::En })
        }
        Command::Verify { data, vault, sample, all, reasons } => {
            let share = if all { verify::Share::All } else { verify::Share::Sample(sample) };
            verify::run(&data.dir, &verify::Options { vault, share, reasons, language: Language::En })
        }
        Command::Summary { data, vault, language } => summary::run(&data.dir, vault, language.into()),
        Command::Rehearse { data, files, vault, since } => {
            let unnamed = unnamed(&files);
            rehearse::run(
                &data.dir,
                &rehearse::Options { files: &files.files, unnamed, vault, since_days: since },
            )
        }
        Command::Explain { data, customer, message, vault, language } => {
            let (customer, message) = (&customer, message.as_deref());
            explain::run(&data.dir, &explain::Options { customer, message, vault, language: language.into() })
        }
        Command::Backup { data, target } => backup::backup(&data.dir, &target),
        Command::Restore { data, from, master_key } => {
            backup::restore(&from, &data.dir, master_key.as_deref())
        }
        Command::Export { data, target, passphrase_stdin } => {
            organisation::export(&data.dir, &target, passphrase_stdin)
        }
        Command::ImportOrganisation { data, from, take_over } => {
            organisation::import(&from, &data.dir, take_over)
        }
        Command::Demo { data, root, seed, once, language, households } => demo::run(&demo::Options {
            data: data.as_deref(),
            root: &root,
            seed,
            once,
            language: language.into(),
            households_max: households,
        }),
        Command::Serve { data, listen, clock, demo } => {
            serve::run(&data.dir, &serve::Options { listen, clock, is_demo: demo, language: Language::En })
        }
        Command::Names { data, file } => names::install(&data.dir, &file),
        Command::User { user: UserCommand::Add { data, email, role, password_stdin } } => {
            user::add(&data.dir, &email, role.into(), password_stdin)
        }
        Command::Bench { bench } => bench::run(&bench),
        Command::Sim { sim: None, seeds, first_seed, days } => {
            sim::run(&sim::Options { first_seed, seeds, days })
        }
        Command::Sim { sim: Some(Sim::Fill { data, customers, seed }), .. } => {
            let bar = say::bar("customers", customers);
            let result = bench::filled::make(&data, customers, seed, &mut |done| bar.set_position(done))?;
            bar.finish_and_clear();
            Ok(Answer::good(result.to_string(), result))
        }
    }
}
