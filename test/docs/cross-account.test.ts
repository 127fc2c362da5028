import { testProgramOf } from './page-program';

testProgramOf('cross-account');
